import { useApp } from '../../app/use-app.ts';
import { AtrophyDock } from './atrophy/atrophy-dock.tsx';
import { CourseDock } from './course-dock.tsx';

/** Below the pictures: the numbers of the forecast, beside what really happened where that is known. */
export function ComparisonDock() {
  const forecast = useApp((data) => data.forecast);
  if (!forecast) return null;
  return forecast.kind === 'atrophy' ? (
    <AtrophyDock answer={forecast.answer} />
  ) : (
    <CourseDock answer={forecast.answer} />
  );
}
