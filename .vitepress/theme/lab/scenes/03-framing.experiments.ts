/** 03 成帧的三个实验。选了一个才下载。 */
import type { Experiment } from '../model/scene.ts';
import type { Stage } from '../model/stage.ts';
import { blocks, cut, server } from './03-framing.ts';
import { printed, said, sentBy, textOf } from './evidence.ts';

export const experiments: Experiment[] = [
  {
    id: 'cut-line',
    question: '客户端先写 hel，过一秒再写 lo 和换行。服务端的程序读到几块？',
    choices: [
      { id: '1', text: '一块：TCP 会把一句话拼好' },
      { id: '2', text: '两块' },
      { id: '6', text: '六块，一个字节一块' },
    ],
    seed: 7,
    terminals: [cut('hello', 3), blocks],
    conclude(stage) {
      if (!printed(stage, 'server', '凑齐一行')) return undefined;
      const rows = matches(stage, /凑齐一行「(.*)」/g);
      return { choice: `${blocksOf(stage).length}`, seen: `'data' 来了 ${blocksOf(stage).length} 次，解码器凑齐了 ${rows.length} 行：${rows.join('、')}。` };
    },
    why: '内核手里有多少，就交出多少，它不知道什么叫一行。从哪里断开不由你定，一行到哪里为止由你们约定。',
    section: { href: '#ruler', title: '一把尺子' },
  },
  {
    id: 'cut-character',
    question: '「中」是三个字节。第一个字节先到，后两个晚一秒到。每来一块就解码，得到什么字？',
    choices: [
      { id: 'whole', text: '中' },
      { id: 'broken', text: '坏字：�' },
      { id: 'nothing', text: '第一块是空的，第二块是中' },
    ],
    seed: 7,
    terminals: [cut('中', 1), blocks],
    conclude(stage) {
      if (!printed(stage, 'server', '凑齐一行')) return undefined;
      const [first = '', second = ''] = blocksOf(stage);
      const choice = first.includes('\uFFFD') ? 'broken' : second.startsWith('中') ? 'nothing' : 'whole';
      const [row] = matches(stage, /凑齐一行「(.*)」/g);
      return { choice, seen: `两块各自解码，得到「${first}」和「${second}」；先凑齐一行再解码，得到「${row}」。` };
    },
    why: '半个字不是字，解码器只好写上 U+FFFD，丢掉的字节再也找不回来。先切出整行，再解码。',
    section: { href: '#cut-character', title: '把汉字切开' },
  },
  {
    id: 'half-line',
    question: '客户端写了 hel，还没有写完这一行，进程就被杀了。行协议的服务端怎样看待 hel？',
    choices: [
      { id: 'line', text: '当作一行，答 HEL' },
      { id: 'error', text: '得到一个错误：连接断了' },
      { id: 'half', text: '看到「不再有了」，知道这一行不齐' },
    ],
    seed: 7,
    terminals: [cut('hello', 3), server],
    prepare: (stage) => stage.at(500_000, () => stage.terminal('client')?.process?.kill()),
    conclude(stage) {
      const fins = sentBy(stage, 'client').filter(({ packet }) => packet.protocol === 'tcp' && packet.flags.fin).length;
      const answers = sentBy(stage, 'server').filter(({ packet }) => textOf(packet).startsWith('HEL')).length;
      if (fins === 0 || !/不算|断了|走了/.test(said(stage, 'server'))) return undefined;
      const choice = answers > 0 ? 'line' : printed(stage, 'server', '没有守约定') ? 'half' : 'error';
      return { choice, seen: `没有人写 end()，客户端的内核照样送出了 ${fins} 个 FIN。服务端没有应答这半行，它说：${/最后.*/.exec(said(stage, 'server'))?.[0] ?? ''}` };
    },
    why: '程序死了，内核替它收尾，送的也是 FIN。FIN 只说「不再有了」，不说「齐了」；齐不齐，由换行来说。',
    section: { href: '#lines-server-5', title: '⑤ 读到 FIN' },
  },
];

/** 服务端读到的每一块，单独解码成的字。 */
function blocksOf(stage: Stage): string[] {
  return matches(stage, /单独解码「(.*)」/g);
}

function matches(stage: Stage, pattern: RegExp): string[] {
  return [...said(stage, 'server').matchAll(pattern)].map(([, text]) => text!);
}
