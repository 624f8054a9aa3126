// UDP 大写客户端：读一行字，寄给服务端，把大写的应答打印出来。
//
// 运行：  先在另一个终端里启动服务端，再运行
//         npx tsx chapters/01-udp/client.ts [端口] [地址]
//         不写就是端口 12000、地址 127.0.0.1，与服务端相同。
// 会看到：它请你输入一行字；按回车，大写的应答随即出现，程序结束。
//         没有应答，3 秒后它会说还在等；按 Ctrl-C 停下。
// 讲解：  docs/01-udp/index.md，「客户端」一节，编号与这里的 ① 至 ⑥ 相同。

import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { createInterface } from 'node:readline';

// #region shell
// 外壳：读参数，报错。每一章的这对程序都带着一份；初读可以跳过，从 ① 看起。
const usage = '用法：npx tsx chapters/01-udp/client.ts [端口] [地址]';
const [portText = '12000', host = '127.0.0.1', ...rest] = process.argv.slice(2);
const port = Number(portText);
if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65535) {
  fail(`端口要写成 1 到 65535 的整数，不能是「${portText}」。${usage}`);
}
if (rest.length > 0) fail(`参数多了：${rest.join(' ')}。${usage}`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

// 系统只给一个错误码，读者要的是：出了什么事，接下来怎么办。
function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EMSGSIZE':
      return '这一行太长，一个 UDP 报文装不下：请分成几行，一次发一行。';
    case 'EACCES':
      return `没有权限发往 ${host}：广播地址要先得到系统的许可。`;
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `没有通往 ${host} 的路：请检查地址，以及这台机器是否连着网。`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `查不到主机名「${host}」的地址：请检查拼写，或直接写 IPv4 地址。`;
    default:
      return `系统不让这样做（${error.code ?? error.message}）。${usage}`;
  }
}
// #endregion shell

// #region step-1
// ① 查出服务端的地址
// 报文上只能写 IP 地址，不能写名字。getaddrinfo 先翻本机的 hosts 文件，
// 再问 DNS。只查一次、记下来：⑤ 还要拿它核对应答是谁寄来的。
const server = await lookup(host, { family: 4 }).catch((error) => {
  fail(explain(error));
});
if (server.family !== 4) {
  fail(`「${host}」不是 IPv4 地址：这一章的程序只认 IPv4。`);
}
// #endregion step-1

// #region step-2
// ② 创建套接字
// 没有 bind：客户端的端口不必事先说好，④ 第一次发送时由系统挑一个空闲的。
// 'error' 必须有人听着：没有监听者的 'error' 会让进程带着一屏英文崩溃。
const socket = createSocket('udp4');
socket.on('error', (error) => fail(explain(error)));
// #endregion step-2

// #region step-3
// ③ 读一行输入
// 输入可以来自键盘，也可以来自管道；末尾没有换行的半行也算一行。
// 还没有一行就到了结尾，说明没有东西可发，不能悄悄地以 0 退出。
const keyboard = createInterface({
  input: process.stdin,
  output: process.stdout,
  prompt: '',
});
keyboard.once('line', (line) => send(line));
keyboard.once('close', noInput);
keyboard.once('SIGINT', close);
process.once('SIGINT', close);
console.log('请输入一行小写英文，按回车发送：');

function noInput(): void {
  fail('没有读到任何输入，没有东西可发。请输入一行字，再按回车。');
}

// 一行就够了。管道的另一头可能还开着，不关上标准输入，进程会一直等它。
function stopReading(): void {
  keyboard.off('close', noInput);
  keyboard.close();
  process.stdin.destroy();
}
// #endregion step-3

// #region step-4
// ④ 发送报文
// 目的地址由程序写，源地址由系统写：Node 在这时先替套接字绑定，内核挑一个
// 空闲的端口，应答就寄回那里。一行字就是一个报文；空行也是报文，只是没有内容。
// UDP 不作任何保证，过了 3 秒还没有应答，只能告诉你「还在等」。
const waitingNoticeMs = 3000;
let waitingNotice: NodeJS.Timeout | undefined;

function send(line: string): void {
  stopReading();
  const request = Buffer.from(line, 'utf8');
  socket.send(request, port, server.address, (error) => {
    if (error) fail(explain(error));
  });
  waitingNotice = setTimeout(() => {
    console.log('等了 3 秒，还没有应答。UDP 不保证送到，也不会告诉你为什么：');
    console.log(`服务端在 ${server.address}:${port} 上运行吗？（Ctrl-C 停下）`);
  }, waitingNoticeMs);
}
// #endregion step-4

// #region step-5
// ⑤ 等待应答，核对来源
// 这个端口向所有人开着，谁寄来的报文内核都会交上来。
// 所以先看寄信人：地址和端口都与 ① 相同，才是服务端的应答。
socket.on('message', (answer, sender) => {
  if (sender.address !== server.address || sender.port !== port) {
    console.log(`不理会 ${sender.address}:${sender.port}：它不是服务端。`);
    return;
  }
  console.log(`应答：${answer.toString('utf8')}`);
  close();
});
// #endregion step-5

// #region step-6
// ⑥ 关闭套接字
// 端口还给系统，计时器取消。事件循环里没有别的事了，进程以 0 退出。
// 收到应答时走到这里，按下 Ctrl-C 时也走到这里。
function close(): void {
  process.off('SIGINT', close);
  stopReading();
  clearTimeout(waitingNotice);
  socket.close();
}
// #endregion step-6
