// 总是慢一拍的服务端：第 n 个请求的应答，要等第 n + 1 个请求到了才寄出。
// 运行：npx tsx chapters/01-udp/exercises/1-retry/late-server.ts [端口]
import { createSocket, type RemoteInfo } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const server = createSocket('udp4');
let previous = '';

server.on('message', (bytes, client) => {
  const request = bytes.toString('utf8');
  console.log(`收到「${request}」`);
  if (request === previous) return; // 重发的：还是不答
  if (previous !== '') answer(previous, client);
  if (!request.startsWith('1 ')) answer(request, client);
  previous = request;
});

function answer(request: string, client: RemoteInfo): void {
  console.log(`答「${request.toUpperCase()}」`);
  server.send(request.toUpperCase(), client.port, client.address, (error) => {
    if (error) console.error(`答不出去：${error.message}`);
  });
}

server.on('error', (error) => console.error(`出错：${error.message}`));
server.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${server.address().port}，总是慢一拍`);
});
