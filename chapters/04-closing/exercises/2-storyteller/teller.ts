// 说书人：有人连上来，就讲一个三行的故事，一行一行地讲，最后一行是（完）。
// 运行：npx tsx chapters/04-closing/exercises/2-storyteller/teller.ts [端口] [崩溃或摔电话]
// 写上「崩溃」，讲到一半就送 FIN，像内核替崩溃的程序收尾；写上「摔电话」，讲到一半就送 RST。
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const port = Number(process.argv[2] ?? 12000);
const accident = process.argv[3];
const story = ['从前有座山，', '', '山里（完）全没有庙。', '（完）'];
const pauseMs = 200;

async function tell(connection: Socket): Promise<void> {
  for (const [index, line] of story.entries()) {
    if (index === 2 && accident === '崩溃') break;
    if (index === 2 && accident === '摔电话') return void connection.resetAndDestroy();
    connection.write(`${line}\n`);
    await sleep(pauseMs);
  }
  connection.end();
}

const server = createServer((connection) => {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.resume();
  void tell(connection);
});
server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => {
  const { port: bound } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${bound}，有人来就讲故事`);
});
