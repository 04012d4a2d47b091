import type { Scenario, Step } from '../format/scenario.js';
import type { RunEvent } from '../run/run-scenarios.js';
import { formatScenario, type TextStyle } from './text.js';
import { sayDuration } from './words.js';

/** Tells how the run gets on. */
export interface Progress {
  onEvent(event: RunEvent): void;
  /** Nothing of it is left standing on the screen that changes. */
  end(): void;
}

/** One line for each scenario when it has ended, with what went wrong below it: for pipes and CI. */
export function createLineProgress(style: TextStyle, line: (text: string) => void): Progress {
  return {
    onEvent(event) {
      if (event.type === 'scenario_finished') for (const text of formatScenario(event.result, style)) line(text);
    },
    end() {},
  };
}

export interface Screen {
  write(text: string): void;
  /** Of the terminal now. */
  columns(): number;
  rows(): number;
}

interface Playing {
  titles: readonly string[];
  done: number;
  startedAtMs: number;
}

const REDRAW_MS = 200;

/** The same, and below it a line for each scenario that is being played, which tells its step: for a terminal. */
export function createLiveProgress(style: TextStyle, screen: Screen, nowMs = () => performance.now()): Progress {
  const playing = new Map<Scenario, Playing>();
  let height = 0;

  function draw(finished: readonly string[] = []): void {
    const room = Math.max(1, screen.rows() - 2);
    const lines = [...playing].slice(0, room).map(([scenario, state]) => describe(scenario, state));
    const up = height > 0 ? `\u001b[${height}A\r` : '';
    screen.write(`${up}\u001b[J${[...finished, ...lines].map((text) => `${text}\n`).join('')}`);
    height = lines.length;
  }

  function describe({ name }: Scenario, { titles, done, startedAtMs }: Playing): string {
    const title = titles[Math.min(done, titles.length - 1)] ?? '';
    const place = `${Math.min(done + 1, titles.length)}/${titles.length}`;
    const text = `playing ${style.clean(name)}  ${place} ${style.clean(title)}  ${sayDuration(nowMs() - startedAtMs)}`;
    const width = Math.max(10, screen.columns() - 1);
    const chars = [...text];
    return style.paint('faint', chars.length > width ? `${chars.slice(0, width - 1).join('')}…` : text);
  }

  const timer = setInterval(() => playing.size > 0 && draw(), REDRAW_MS);
  timer.unref();
  return {
    onEvent(event) {
      switch (event.type) {
        case 'scenario_started':
          playing.set(event.scenario, { titles: listTitles(event.scenario.steps), done: 0, startedAtMs: nowMs() });
          draw();
          return;
        case 'step_finished': {
          const state = playing.get(event.scenario);
          if (state) state.done++;
          draw();
          return;
        }
        case 'scenario_finished':
          playing.delete(event.scenario);
          draw(formatScenario(event.result, style));
      }
    },
    end() {
      clearInterval(timer);
      playing.clear();
      draw();
    },
  };
}

/** What ends one after the other, repeats counted out. */
function listTitles(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.type === 'repeat') return Array.from({ length: step.times }, () => listTitles(step.steps)).flat();
    if (step.type === 'parallel') return step.branches.flatMap((branch) => listTitles(branch));
    return [step.title];
  });
}
