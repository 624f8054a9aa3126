// 应得的诊断：only-once
// 看出来的检查：four
// 想错的地方：接待完一个，就把监听的套接字关了。
import { createServer, isIPv6, SocketAddress } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);
const mapped = '::ffff:';

function plain(address: string): string {
  if (!isIPv6(address)) return address;
  const shortest = new SocketAddress({ address, family: 'ipv6' }).address;
  // 只有后面是四个数的才是映射地址；::ffff:1 这样的是别的 IPv6 地址。
  const isMapped = shortest.startsWith(mapped) && shortest.includes('.');
  return isMapped ? shortest.slice(mapped.length) : shortest;
}

const invited = new Set(list.map(plain));

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  const guest = plain(connection.remoteAddress ?? '');
  connection.end(invited.has(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
  server.close();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));
