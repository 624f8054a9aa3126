/** 01 UDP 的三个实验。选了一个才下载。 */
import type { Experiment, TerminalPlan } from '../model/scene.ts';
import { client, server } from './common.ts';
import { count, ended, failed, isIcmp, printed } from './evidence.ts';

const connected: TerminalPlan = { ...client, id: 'connected', title: '连接过的客户端', entry: 'steps/6-connected/client.ts' };

export const experiments: Experiment[] = [
  {
    id: 'lost-request',
    question: '客户端寄出请求，请求丢在半路。谁会得到一个错误？',
    choices: [
      { id: 'client', text: '客户端' },
      { id: 'server', text: '服务端' },
      { id: 'both', text: '两边都会' },
      { id: 'nobody', text: '谁也不会' },
    ],
    seed: 7,
    terminals: [client, server],
    prepare: (stage) => stage.lab.intervene((packet) => (packet.destination.port === 12000 ? { drop: true } : undefined)),
    conclude(stage) {
      if (!printed(stage, 'client', '等了 3 秒')) return undefined;
      const hurt = ['client', 'server'].filter((id) => failed(stage, id));
      const choice = hurt.length === 2 ? 'both' : (hurt[0] ?? 'nobody');
      return { choice, seen: `报错的程序有 ${hurt.length} 个，网络上说明出了事的报文有 ${count(stage, isIcmp)} 个。3 秒后的提示是客户端自己的计时器打印的。` };
    },
    why: '在 UDP 看来，寄出去就办完了。报文丢在半路，内核不知道，自然没有谁来报告。要知道丢没丢，程序得自己等、自己数时间。',
    section: { href: '#envelope', title: '一个报文上写着什么' },
  },
  {
    id: 'duplicate',
    question: '路上的每个报文都变成两份。客户端只问一次，服务端寄出几个应答？',
    choices: [
      { id: '1', text: '一个：内核认得出重复的' },
      { id: '2', text: '两个' },
      { id: '4', text: '四个' },
    ],
    seed: 7,
    terminals: [client, server],
    links: { duplicate: 1, jitter: 6000 },
    conclude(stage) {
      if (!printed(stage, 'client', '应答：') || stage.lab.inFlight().length > 0) return undefined;
      const answers = count(stage, (event) => event.kind === 'sent' && event.from === 'server' && event.packet.protocol === 'udp');
      const arrivals = stage.ladder.arrows.filter((arrow) => arrow.packet.protocol === 'udp' && arrow.packet.source.port === 12000).length;
      return { choice: `${answers}`, seen: `服务端寄出 ${answers} 个应答，路上变成 ${arrivals} 个。客户端拿到第一个就关了套接字，后到的没有人要。` };
    },
    why: 'UDP 报文上没有编号，内核分不出重复的，来一个交一个。服务端因此答了两次。这一次大写两遍也无妨；要是请求是「转账」，就得在程序里编号。',
    section: { href: '#server-3', title: '③ 接收报文' },
  },
  {
    id: 'connected',
    question: '服务端没有运行。两个客户端各寄一个报文，一个 connect 过，一个没有。谁知道出了事？',
    choices: [
      { id: 'nobody', text: '谁也不知道' },
      { id: 'connected', text: '只有 connect 过的' },
      { id: 'both', text: '两个都知道' },
    ],
    seed: 7,
    terminals: [client, connected],
    conclude(stage) {
      if (!printed(stage, 'client', '等了 3 秒') || !ended(stage, 'connected')) return undefined;
      const knowing = ['client', 'connected'].filter((id) => failed(stage, id));
      const choice = knowing.length === 2 ? 'both' : (knowing[0] ?? 'nobody');
      return { choice, seen: `服务端的内核回了 ${count(stage, isIcmp)} 个一样的 ICMP，两个客户端的内核都收到了。知道的程序有 ${knowing.length} 个。` };
    },
    why: 'ICMP 只说「那个端口没有套接字」。没有 connect 过的套接字可以寄给任何人，内核不把它交上去；connect 过的只有一个对方，错误才有处可说。',
    section: { href: '#refused', title: '系统真的什么也不知道吗' },
  },
];

