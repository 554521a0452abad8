import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../electron/core/base/problem.ts';
import { strings } from '../app/strings.ts';
import { ProblemWordsView } from '../ui/problem-notice.tsx';
import type { PaneContent } from './pane-content.ts';
import { PaneController, type LoadVoxels } from './pane-controller.ts';
import type { PaneMoment } from './pane-moment.ts';
import { attachHands } from './pane-hands.ts';
import type { ViewStore } from './view-store.ts';
import style from './viewport.module.css';

interface PaneProps {
  readonly content: PaneContent;
  readonly views: ViewStore;
  readonly load: LoadVoxels;
}

/** One picture: an image, its overlays and its mark. */
export function Pane({ content, views, load }: PaneProps) {
  const outer = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<PaneController | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [slice, setSlice] = useState('');
  const { key } = content;

  useEffect(() => {
    const [frame, element] = [outer.current, inner.current];
    if (!frame || !element) return;
    const onMoment = ({ index, plane }: PaneMoment): void =>
      setSlice(strings.viewer.sliceForReaders(index + 1, plane.slices));
    const made = new PaneController(element, { pane: key, views, load, onMoment });
    const detach = attachHands(frame, made, views);
    setController(made);
    return () => {
      detach();
      made.close();
    };
  }, [key, views, load]);

  useEffect(() => {
    setProblem(null);
    void controller?.show(content).then((reply) => {
      if (!reply.ok) setProblem(reply.problem);
    });
  }, [controller, content]);

  const name = [content.mark.words, content.title, content.sequence, content.date, slice].filter(Boolean).join(', ');
  return (
    <div
      ref={outer}
      className={style.pane}
      data-pane={content.key}
      data-kind={content.mark.kind}
      data-slice={slice}
      role="application"
      aria-roledescription={strings.viewer.paneRole}
      aria-label={name}
      tabIndex={0}
    >
      <div ref={inner} className={style.surface} />
      {problem && (
        <div className={style.problem}>
          <ProblemWordsView problem={problem} />
        </div>
      )}
    </div>
  );
}
