// 拿几个容易数错的报文，一个一个去问服务端，把应答打印出来。
// 运行：npx tsx chapters/01-udp/exercises/4-bytes/ask.ts [端口]
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const questions = ['hello', '中', '😀', 'e\u0301', ' a\n', '', '\ufffd'].map((text) => Buffer.from(text));
questions.push(Buffer.from([0xff]), Buffer.from([0xf0, 0x9f]), Buffer.from([0x98, 0x80]));
const answerTimeoutMs = 1000;

const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

/** 问一个；等不到就说等不到。 */
function ask(question: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('（等了 1 秒，没有应答）'), answerTimeoutMs);
    socket.once('message', (answer) => {
      clearTimeout(timer);
      resolve(answer.toString('utf8'));
    });
    socket.send(question, port, '127.0.0.1', (error) => {
      if (error) console.error(`寄不出去：${error.message}`);
    });
  });
}

for (const question of questions) {
  console.log(`问 <${question.toString('hex')}>「${question.toString('utf8').trim()}」，答：${await ask(question)}`);
  socket.removeAllListeners('message');
}
socket.close();
