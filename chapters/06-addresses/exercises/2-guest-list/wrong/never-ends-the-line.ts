// 应得的诊断：no-fin
// 看出来的检查：four
// 想错的地方：送了一行，没有送 FIN，客人不知道话说完了。
import { createServer, isIPv6, SocketAddress } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

function plain(address: string): string {
  if (!isIPv6(address)) return address;
  const shortest = new SocketAddress({ address, family: 'ipv6' }).address;
  return shortest.startsWith('::ffff:') && shortest.includes('.') ? shortest.slice(7) : shortest;
}

const invited = new Set(list.map(plain));

const server = createServer((connection) => {
  connection.on('error', () => {});
  const guest = plain(connection.remoteAddress ?? '');
  connection.write(invited.has(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));
