import { supposedNotFound } from '../../../electron/core/base/atrophy-words.ts';
import ui from '../../ui/ui.module.css';

/** What must be said wherever a course is supposed. */
export function AtrophyRemark() {
  return <p className={ui.help}>{supposedNotFound}</p>;
}
