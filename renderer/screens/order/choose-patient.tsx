import { strings } from '../../app/strings.ts';
import { useActions, useApp } from '../../app/use-app.ts';
import style from './order.module.css';

/** Shown when a folder holds several patients. */
export function ChoosePatient() {
  const actions = useActions();
  const patients = useApp((data) => data.index?.patients ?? noPatients);
  return (
    <section className={style.choose} aria-labelledby="patients-title">
      <h2 id="patients-title">{strings.order.severalPatients}</h2>
      <p>{strings.order.choosePatient}</p>
      <ul>
        {patients.map((patient) => {
          const series = patient.studies.reduce((sum, study) => sum + study.series.length, 0);
          const dates = new Set(patient.studies.map(({ date }) => date)).size;
          return (
            <li key={patient.key}>
              <button type="button" onClick={() => void actions.choosePatient(patient.key)}>
                <strong>{patient.label}</strong>
                <span>{strings.order.patientFacts(dates, series)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const noPatients = [] as const;
