/**
 * 请 tshark 在两边的网卡上旁听：中转站记下的，应当与它听到的相同。
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { formatFlags } from '../../../lab/index.ts';
import { Relative } from './lines.ts';

const FIELDS = ['ip.src', 'ip.proto', 'ip.frag_offset', 'tcp.srcport', 'tcp.dstport', 'tcp.flags', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.len', 'udp.length', 'icmp.type'];
/** 两边各听各的，只取自己发的：对方发的在路上可能丢了。 */
const SENDERS = { C: '10.0.0.1', S: '10.0.0.2' } as const;

export type Side = keyof typeof SENDERS;

export class Eavesdropper {
  readonly #process: ChildProcess;
  readonly side: Side;
  #output = '';
  #messages = '';

  constructor(namespace: string, side: Side) {
    this.side = side;
    const fields = FIELDS.flatMap((field) => ['-e', field]);
    const tshark = ['tshark', '-n', '-l', '-i', 'lab0', '-o', 'ip.defragment:FALSE', '-T', 'fields', '-E', 'occurrence=f', ...fields];
    this.#process = spawn('ip', ['netns', 'exec', namespace, ...tshark], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout!.on('data', (chunk) => (this.#output += chunk));
    this.#process.stderr!.on('data', (chunk) => (this.#messages += chunk));
  }

  get isListening(): boolean {
    return this.#messages.includes('Capture started');
  }

  /** 停下，返回这一边发出的报文，写法与 `linesOfRelay` 相同。 */
  async stop(): Promise<string[]> {
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill('SIGINT');
    await closed;
    const relative = new Relative();
    const lines = this.#output.split('\n').flatMap((row) => lineOfRow(relative, row.split('\t')));
    return lines.filter((line) => line.startsWith(this.side));
  }
}

function lineOfRow(relative: Relative, row: string[]): string[] {
  const [source, protocol, offset, from, to, flags, seq, ack, length, udpLength, icmpType] = row;
  if (source !== SENDERS.C && source !== SENDERS.S) return [];
  const side = source === SENDERS.C ? 'C' : 'S';
  if (Number(offset) > 0) return [`${side} fragment`];
  if (protocol === '17') return [`${side} udp ${Number(udpLength) - 8}`];
  if (protocol === '1') return icmpType === '3' ? [`${side} icmp port-unreachable`] : [];
  if (protocol !== '6') return [];
  const bits = Number(flags);
  const text = formatFlags({ syn: (bits & 2) > 0, rst: (bits & 4) > 0, fin: (bits & 1) > 0, psh: (bits & 8) > 0, ack: (bits & 16) > 0 });
  const port = Number(side === 'C' ? from : to);
  return [relative.line(side, port, text, Number(seq), Number(ack), Number(length))];
}
