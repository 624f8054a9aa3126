// 报天气的服务端：一接通就说话，一块一个字节，每块隔十分之一秒，说完就挂。
// 运行：npx tsx chapters/02-tcp/exercises/4-until-fin/speaker.ts [端口] [摔电话]
// 写上「摔电话」，说到一半就断开（RST）。
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const port = Number(process.argv[2] ?? 12000);
const breaksOff = process.argv[3] === '摔电话';
const forecast = Buffer.from('多云 12 度');
const pauseMs = 100;

async function speak(connection: Socket): Promise<void> {
  for (const [index, byte] of forecast.entries()) {
    if (breaksOff && index === 8) return void connection.resetAndDestroy();
    connection.write(Uint8Array.of(byte));
    await sleep(pauseMs);
  }
  connection.end();
}

const server = createServer((connection) => {
  connection.setNoDelay(true);
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.resume();
  void speak(connection);
});
server.on('error', (error) => console.error(`监听不了：${error.message}`));
server.listen(port, '127.0.0.1', () => {
  const { port: bound } = server.address() as AddressInfo;
  console.log(`正在监听 127.0.0.1:${bound}，接通就说话`);
});
