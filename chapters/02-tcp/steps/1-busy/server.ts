// 忙着不接待的服务端：开始监听以后埋头忙三秒，看这三秒里来的客户端怎样。
// 运行：npx tsx chapters/02-tcp/steps/1-busy/server.ts
import { createServer } from 'node:net';

const serverPort = Number(process.argv[2] ?? 12000);
const busyMs = 3000;

const server = createServer((connection) => {
  console.log(`接受了来自端口 ${connection.remotePort} 的连接`);
  connection.on('data', (chunk) => {
    console.log(`读到 ${chunk.length} 字节`);
    connection.end('现在才轮到你\n');
  });
  connection.on('error', (error) => console.error(error.message));
});

server.listen(serverPort, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`正在监听 127.0.0.1:${port}，先忙三秒`);
  // 等这一行真的打印出去，再让这个线程停住：停住以后一个回调也不能执行
  setTimeout(() => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
    console.log('忙完了');
  }, 0);
});

process.once('SIGINT', () => process.exit(0));
