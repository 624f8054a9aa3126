// 两种没有进程的套接字，各还要留多久：TIME-WAIT，和没有人要的 FIN-WAIT-2。
// 运行：npx tsx chapters/04-closing/steps/5-fin-timeout/timers.ts
// 只能在 Linux 上运行：计时器由 ss 来看。
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** 一个连接两头的端口，自己的在前。 */
type Ports = [own: number, other: number];

/** 看一个连接：状态，和计时器还剩多久。 */
async function look([own, other]: Ports): Promise<string> {
  // 两个端口都要写：同一个本地端口，别的连接也许也在用。
  const both = `sport = :${own} and dport = :${other}`;
  const filter = ['-H', '-t', '-a', '-n', '-o', both];
  for (;;) {
    const row = execFileSync('ss', filter, { encoding: 'utf8' });
    const [state = '没有了'] = row.split(/\s+/);
    const timer = /timer:\(\S+\)/.exec(row)?.[0] ?? '没有计时器';
    // FIN-WAIT-1 是 FIN 还没有得到确认，等一下再看。
    if (state !== 'FIN-WAIT-1') return `${state}，${timer}`;
    await sleep(50);
  }
}

/** 连上来的客户端，和服务端的这一头；都不会自己送 FIN。 */
async function pair(): Promise<[client: Socket, connection: Socket]> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const [connection] = (await once(server, 'connection')) as [Socket];
  server.close();
  connection.resume();
  client.resume();
  return [client, connection];
}

const knob = '/proc/sys/net/ipv4/tcp_fin_timeout';
console.log(`tcp_fin_timeout 是 ${readFileSync(knob, 'utf8').trim()} 秒`);

// 客户端先说完，服务端也说完了：好好地关上。
const [polite, answering] = await pair();
const politePorts: Ports = [answering.remotePort!, answering.localPort!];
polite.end();
await once(answering, 'end');
answering.end();
await once(polite, 'close');
console.log(`两头都说完了：${await look(politePorts)}`);

// 客户端不等对方说完就关上，对方一直不说完。
const [leaving, silent] = await pair();
const leavingPorts: Ports = [silent.remotePort!, silent.localPort!];
leaving.destroy();
await once(silent, 'end');
console.log(`对方没有说完：${await look(leavingPorts)}`);
silent.destroy();
