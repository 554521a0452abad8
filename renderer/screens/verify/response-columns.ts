import type { ReportArm, ReportStage } from '../../../electron/contract/report-response.ts';
import type { Report } from '../../../electron/contract/report.ts';
import type { Arm } from '../../../electron/core/base/arm.ts';

/** What the table of responses shows of one treatment. */
export interface ResponseColumn {
  readonly arm: Arm;
  readonly horizons: readonly ReportStage[];
  readonly shares: ReportArm['shares'];
}

/** The forecast's own treatment, and the one it is compared with. */
export function responseColumns({ treatment, response, comparison }: Report): readonly ResponseColumn[] {
  return comparison ? comparison.arms : [{ arm: treatment.arm, horizons: response.horizons, shares: response.shares }];
}
