import type { AtrophyAnswer } from '../../../../electron/contract/api.ts';
import type { AtrophyReport } from '../../../../electron/contract/atrophy-report.ts';
import { courseWords, neverAcquired, supposedNotFound } from '../../../../electron/core/base/atrophy-words.ts';
import { yearsInShort } from '../../../../electron/core/base/synthetic-mark.ts';
import { strings } from '../../../app/strings.ts';
import { WarningList } from '../../../ui/warning-list.tsx';
import { Dock, type DockTab } from '../dock.tsx';
import { formatNumber } from '../format-number.ts';
import { MeasuredTable } from './measured-table.tsx';
import { RateFigure } from './rate-figure.tsx';
import { StructureTable } from './structure-table.tsx';
import style from './atrophy.module.css';

const words = strings.verify.atrophy;

/** Every structure of a brain now, without disease and in some years; rates beside published ones; what two dates show. */
export function AtrophyDock({ answer: { report, warnings } }: { readonly answer: AtrophyAnswer }) {
  const { baselineDate, years, measured, notice } = report;
  const tabs: DockTab[] = [{ id: 'structures', label: words.structures, content: <StructureTable report={report} /> }];
  if (measured) tabs.push({ id: 'measured', label: words.measured, content: <MeasuredTable measured={measured} /> });
  return (
    <Dock
      title={words.title(baselineDate, yearsInShort(years))}
      tabs={tabs}
      first="structures"
      picture={<RateFigure report={report} />}
      cautions={
        <>
          <p className={style.sentence}>
            {words.supposed(suppositionInWords(report))} {supposedNotFound}
          </p>
          <p className={style.sentence}>
            {neverAcquired} {notice}
          </p>
          <WarningList warnings={warnings} />
        </>
      }
      wide
    />
  );
}

function suppositionInWords({ course, yearsOfDisease, ageYears }: AtrophyReport): string {
  return [
    courseWords[course],
    ...(yearsOfDisease === null ? [] : [words.yearsOfDisease(yearsInShort(yearsOfDisease))]),
    ...(ageYears === null ? [] : [words.age(formatNumber(ageYears, 0))]),
  ].join(', ');
}
