import { syntheticMark } from '../../base/synthetic-mark.ts';
import { holdsVolume } from '../../base/central-interval.ts';
import { impliedNotCausal, treatmentInWords } from '../../base/treatment-words.ts';
import type { WarningInWords } from '../../base/warning.ts';
import { base64 } from '../base64.ts';
import type { PictureRow, ReportPicture } from '../pictures/draw-pictures.ts';
import type { ModelIdentity } from '../model-identity.ts';
import { notice, originMark, type Provenance, type ScanOrigin } from '../provenance.ts';
import type { ReportModel, ReportRegistration, ReportTreatment } from '../report-model.ts';
import { decimals, definitionList, escapeHtml, signed } from './html.ts';

/** Title, patient, and the notice that no reader may miss. */
export function headerSection(report: ReportModel, patientLabel: string): string {
  const against = report.followUpDate === null ? '' : `, compared with the scan of ${report.followUpDate}`;
  return `<header class="top"><h1>Forecast ${report.horizonDays} days after ${escapeHtml(report.baselineDate)}</h1>
<p class="sub">Patient ${escapeHtml(patientLabel)}, model ${escapeHtml(`${report.model.id} ${report.model.version}`)}, ${report.samples} sampled futures${escapeHtml(against)}</p>
${treatmentLine(report.treatment)}<div class="notice" role="note"><b>${escapeHtml(syntheticMark(report.horizonDays))}</b><span>Predicted images on this page were never acquired. ${escapeHtml(notice)}</span></div></header>`;
}

/** What was supposed to be done to the lesion; empty where nothing was. */
function treatmentLine(treatment: ReportTreatment): string {
  if (treatment.arm === 'none') return '';
  const words = `Supposed treatment: ${treatmentInWords(treatment)}; ${impliedNotCausal}`;
  return `<p class="sub">${escapeHtml(words)}</p>\n`;
}

/** The four figures that matter most. */
export function numbersSection({ volumeMl, horizonDays, followUpDate, baselineDate, scans }: ReportModel): string {
  const change = (value: number): string =>
    volumeMl.baseline > 0
      ? `${signed((100 * (value - volumeMl.baseline)) / volumeMl.baseline, 0)} % since the baseline`
      : '';
  const [low, high] = volumeMl.interval90;
  const inside = volumeMl.actual !== null && holdsVolume([low, high], volumeMl.actual);
  const cards = [
    card('Core at the baseline', volumeMl.baseline, `${baselineDate}, ${originMark(scans)}`),
    card('Core predicted', volumeMl.predicted, `${change(volumeMl.predicted)}, SYNTHETIC`),
    volumeCard(
      `90 % interval at +${horizonDays} d`,
      `${decimals(low, 1)} to ${decimals(high, 1)}`,
      'from the sampled futures, calibrated',
    ),
    ...(volumeMl.actual === null
      ? []
      : [
          card(
            'Core at the real follow-up',
            volumeMl.actual,
            `${change(volumeMl.actual)}, ${inside ? 'inside' : 'outside'} the interval`,
          ),
        ]),
  ];
  return `<div class="figures numbers" data-follow-up="${escapeHtml(followUpDate ?? '')}">${cards.join('')}</div>`;
}

function card(name: string, ml: number, more: string): string {
  return volumeCard(name, decimals(ml, 1), more);
}

/** One figure in millilitres with its name and a remark. */
export function volumeCard(name: string, value: string, more: string): string {
  return `<div class="number"><div class="name">${escapeHtml(name)}</div><div class="value">${value}<small>ml</small></div><div class="more">${escapeHtml(more)}</div></div>`;
}

/** Rows of pictures with what their lines and colours mean. */
export function picturesSection(rows: readonly PictureRow[], scans: ScanOrigin): string {
  const scan = scans === 'acquired' ? 'an acquired scan' : 'a generated scan';
  const drawn = rows.map(({ title, pictures }) => {
    return `<h3>${escapeHtml(title)}</h3><div class="row" style="--columns:${pictures.length}">${pictures.map(figure).join('')}</div>`;
  });
  return `<section><h2>Last real scan, prediction${rows[0]?.pictures.some(({ kind }) => kind === 'actual') === true ? ' and real follow-up' : ''}</h2>${drawn.join('')}
<div class="keys"><span><i class="swatch"></i>lesion core on ${scan}</span><span><i class="swatch dashed"></i>lesion core as predicted</span>
<span><i class="ramp" style="background:linear-gradient(90deg,#2166ac,#f7f7f7,#b2182b)"></i>difference: blue darker, red brighter than the real scan</span>
<span><i class="ramp" style="background:linear-gradient(90deg,#440154,#365c8d,#1fa187,#9fda3a,#fde725)"></i>probability: 0 to 100 % of the futures</span></div></section>`;
}

/** One picture with its words. */
export function figure(picture: ReportPicture): string {
  const { title, caption, synthetic, png, widthPixels, heightPixels } = picture;
  const alt = escapeHtml(`${title}, ${caption}`);
  return `<figure><img src="data:image/png;base64,${base64(png)}" width="${widthPixels}" height="${heightPixels}" alt="${alt}">
<figcaption><b>${escapeHtml(title)}</b><span class="tag${synthetic ? ' synthetic' : ''}">${escapeHtml(caption)}</span></figcaption></figure>`;
}

/** Everything that was assumed or is doubtful, in words. */
export function warningsSection(warnings: readonly WarningInWords[]): string {
  const items = warnings.map(
    ({ code, words }) => `<li><b>${escapeHtml(code.split('/')[0] ?? '')}</b><span>${escapeHtml(words)}</span></li>`,
  );
  const list =
    items.length > 0 ? `<ul class="warnings">${items.join('')}</ul>` : '<p>No warnings beside what this page says.</p>';
  return `<section><h2>Read with caution${items.length > 0 ? ` (${items.length})` : ''}</h2>${list}</section>`;
}

/** A scan as it was aligned with the baseline. */
export interface AlignedScan extends Omit<ReportRegistration, 'movingToFixed'> {
  /** Rows of the 3 x 4 matrix from LPS of that scan to LPS of the baseline. */
  readonly movingToFixed: readonly number[];
}

/** How every scan was brought to the baseline. */
export function registrationSection({
  registrations,
  baselineDate,
}: {
  readonly registrations: readonly AlignedScan[];
  readonly baselineDate: string;
}): string {
  if (registrations.length === 0)
    return `<section><h2>Alignment</h2><p>Nothing had to be aligned with the scan of ${escapeHtml(baselineDate)}.</p></section>`;
  const rows = registrations.map(({ date, sequence, movingToFixed, quality }) => {
    const matrix = [0, 4, 8].map((r) =>
      movingToFixed
        .slice(r, r + 4)
        .map((value) => decimals(value, 4).padStart(10))
        .join(' '),
    );
    return `<tr><td>${escapeHtml(`${date}, ${sequence}`)}</td><td>${decimals(quality, 2)}</td><td>${decimals(rotationDegrees(movingToFixed), 1)}</td></tr>
<tr><td colspan="3"><details><summary class="fine">matrix, LPS mm of that scan to the baseline's</summary><pre>${matrix.join('\n')}</pre></details></td></tr>`;
  });
  return `<section><h2>Alignment with the scan of ${escapeHtml(baselineDate)}</h2><table><thead><tr><th scope="col">Scan</th><th scope="col">Match, 0 to 1</th><th scope="col">Turned by, degrees</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function rotationDegrees(m: readonly number[]): number {
  const trace = (m[0] ?? 1) + (m[5] ?? 1) + (m[10] ?? 1);
  return (Math.acos(Math.max(-1, Math.min(1, (trace - 1) / 2))) * 180) / Math.PI;
}

/** The outlining model as lines of a list; none where it did not run. */
export function outlinedBy(segmentation: ModelIdentity | null): [string, string][] {
  if (segmentation === null) return [];
  const { id, version, sha256 } = segmentation;
  return [
    ['Outlining model', `${id} ${version}`],
    ['SHA-256 of it', sha256],
  ];
}

/**
 * Enough to make the forecast again.
 *
 * @param timingsMs milliseconds by stage
 */
export function provenanceSection(
  { timingsMs }: Pick<ReportModel, 'timingsMs'>,
  provenance: Provenance,
  createdAt: string,
): string {
  const { model, segmentation } = provenance;
  const seconds = Object.entries(timingsMs).map(([stage, ms]) => `${stage} ${decimals(ms / 1000, 1)} s`);
  return `<section><h2>How this was made</h2>${definitionList([
    ['Program', `Longview ${provenance.programVersion}`],
    ['Model', `${model.title} (${model.id} ${model.version})`],
    ['SHA-256', model.sha256],
    ...outlinedBy(segmentation),
    ['Ran on', provenance.provider],
    ['Seed, futures', `${provenance.seed}, ${provenance.samples}`],
    ['Supposed', provenance.claim.supposed],
    ['Scans used', [provenance.previousDate, provenance.baselineDate].filter((date) => date !== null).join(', ')],
    ...Object.entries(provenance.parameters).map(([name, value]) => [name, String(value)] as const),
    ['Times', seconds.join(', ')],
    ['Written', createdAt.replace('T', ' ')],
  ])}</section>`;
}
