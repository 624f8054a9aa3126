/** 六章的舞台和实验：Node、Chromium、Firefox 里各演一遍。 */
import { scene as udp } from '../../../.vitepress/theme/lab/scenes/01-udp.ts';
import { experiments as udpExperiments } from '../../../.vitepress/theme/lab/scenes/01-udp.experiments.ts';
import { scene as tcp } from '../../../.vitepress/theme/lab/scenes/02-tcp.ts';
import { experiments as tcpExperiments } from '../../../.vitepress/theme/lab/scenes/02-tcp.experiments.ts';
import { scene as framing } from '../../../.vitepress/theme/lab/scenes/03-framing.ts';
import { experiments as framingExperiments } from '../../../.vitepress/theme/lab/scenes/03-framing.experiments.ts';
import { scene as closing } from '../../../.vitepress/theme/lab/scenes/04-closing.ts';
import { experiments as closingExperiments } from '../../../.vitepress/theme/lab/scenes/04-closing.experiments.ts';
import { scene as pinger } from '../../../.vitepress/theme/lab/scenes/05-pinger.ts';
import { experiments as pingerExperiments } from '../../../.vitepress/theme/lab/scenes/05-pinger.experiments.ts';
import { scene as addresses } from '../../../.vitepress/theme/lab/scenes/06-addresses.ts';
import { experiments as addressExperiments } from '../../../.vitepress/theme/lab/scenes/06-addresses.experiments.ts';
import type { Experiment, Scene } from '../../../.vitepress/theme/lab/model/scene.ts';

interface Chapter {
  scene: Scene;
  experiments: Experiment[];
  /** 自由地跑，客户端的终端里应当看到的 */
  says: RegExp;
}

export const chapters: Chapter[] = [
  { scene: udp, experiments: udpExperiments, says: /应答：HELLO/ },
  { scene: tcp, experiments: tcpExperiments, says: /应答：HELLO/ },
  { scene: framing, experiments: framingExperiments, says: /应答：HELLO/ },
  { scene: closing, experiments: closingExperiments, says: /hello\n/ },
  { scene: pinger, experiments: pingerExperiments, says: /寄出 10 个，收到 10 个，丢失 0%/ },
  { scene: addresses, experiments: addressExperiments, says: /server +敲 2001:db8::2：开了，敲的是 2001:db8::2，来自 2001:db8::1/ },
];

/** 每个实验应当看到的选项：Node、Chromium、Firefox 里都一样。 */
export const expectedChoices: Record<string, string> = {
  'lost-request': 'nobody',
  duplicate: '2',
  connected: 'connected',
  'last-ack': 'client',
  'two-clients': '1',
  'lost-data': 'late',
  'cut-line': '2',
  'cut-character': 'broken',
  'half-line': 'half',
  'time-wait': 'first',
  unread: 'reset',
  'idle-hour': 'alive',
  'which-way': 'same',
  'late-reply': 'second',
  overtaken: '3',
  'loopback-only': 'wildcard',
  mapped: 'mapped',
  eyeballs: 'soon',
};
