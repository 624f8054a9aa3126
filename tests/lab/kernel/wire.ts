/** 内核测试的小工具：两台主机、一条链路、看得见每个报文段。 */
import type { Endpoint } from '../../../lab/kernel/address.ts';
import { Network } from '../../../lab/kernel/network.ts';
import type { Host } from '../../../lab/kernel/host.ts';
import { formatFlags, type Packet, type TcpSegment } from '../../../lab/kernel/packet.ts';
import type { Connection } from '../../../lab/kernel/tcp/connection.ts';
import type { Listener } from '../../../lab/kernel/tcp/listener.ts';
import type { PortHolder } from '../../../lab/kernel/ports.ts';
import type { UdpSocket } from '../../../lab/kernel/udp.ts';

export const SERVER = '10.0.0.2';
export const CLIENT = '10.0.0.1';
export const ms = 1000;

export interface Wire {
  network: Network;
  client: Host;
  server: Host;
  /** 到目前为止发出的 TCP 报文段，按次序，如 `10.000 C SA len=0`。 */
  log: string[];
  packets: Packet[];
}

export function makeWire(seed = 1): Wire {
  const network = new Network(seed);
  network.setAllLinks({ delay: 10 * ms });
  const client = network.addHost('client', [CLIENT, 'fd00::1']);
  const server = network.addHost('server', [SERVER, 'fd00::2']);
  const log: string[] = [];
  const packets: Packet[] = [];
  network.onTrace((event) => {
    if (event.kind !== 'sent') return;
    packets.push(event.packet);
    if (event.packet.protocol === 'tcp') log.push(logLine(event.time, event.from, event.packet));
  });
  return { network, client, server, log, packets };
}

function logLine(time: number, from: string, segment: TcpSegment): string {
  const side = from === 'client' ? 'C' : 'S';
  return `${time / ms} ${side} ${formatFlags(segment.flags)} ${segment.payload.length}`;
}

/** 走到 `time`（毫秒）为止；不写就走到没有事可做。 */
export function run(wire: Wire, until = Infinity): void {
  const { clock } = wire.network;
  for (;;) {
    const next = clock.nextTime();
    if (next === undefined || next > until * ms) return;
    clock.runNext();
  }
}

let owners = 0;

export function holder(address: string, port: number, changes: Partial<PortHolder> = {}): PortHolder {
  const family = address.includes(':') ? 6 : 4;
  return { owner: `test ${++owners}`, address, port, family, v6Only: false, reuse: false, listening: false, ...changes };
}

export function bindUdp(host: Host, address: string, port: number): UdpSocket {
  const claimed = holder(address, port);
  const error = host.udp.ports.claim(claimed);
  if (error) throw new Error(`绑定失败 ${error}`);
  return host.udp.open(claimed, { readable() {} });
}

export function listen(wire: Wire, backlog = 5): Listener {
  const claimed = holder('0.0.0.0', 80, { reuse: true });
  wire.server.tcp.ports.claim(claimed);
  return wire.server.tcp.listen(claimed, backlog, { changed() {} });
}

export function connect(wire: Wire, remote: Endpoint = { address: SERVER, port: 80 }): Connection {
  const claimed = holder(CLIENT, 0);
  wire.client.tcp.ports.claim(claimed);
  const local = { address: CLIENT, port: claimed.port };
  return wire.client.tcp.connect(local, remote, claimed.owner, { changed() {} });
}

/** 一对连好的连接，往返 20 毫秒；记录清空，从 0 之后算起。 */
export function connected(wire: Wire): { client: Connection; server: Connection } {
  const listener = listen(wire);
  const client = connect(wire);
  run(wire);
  const server = listener.accept()!;
  wire.log.length = 0;
  return { client, server };
}

export function text(bytes: Uint8Array[]): string {
  return Buffer.concat(bytes).toString();
}

export function bytes(content: string | number): Uint8Array {
  return typeof content === 'number' ? new Uint8Array(content) : new Uint8Array(Buffer.from(content));
}

/** 应用读空接收缓冲区。 */
export function readAll(connection: Connection): string {
  const chunks = connection.receiveQueue.takeReady();
  const content = text(chunks);
  connection.consumed(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  return content;
}
