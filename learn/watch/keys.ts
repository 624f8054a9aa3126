/** 按键：不用回车，按下就算。没有键盘（管道）就什么也不听。 */

/** @param onKey 小写的一个字；Ctrl-C 是 `q` */
export function listenToKeys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const hear = (text: string): void => {
    // 方向键这样的一串控制字符不是我们的按键。
    if (text.startsWith('\u001b') && text.length > 1) return;
    // 中文输入法也许送来全角的字母。
    for (const key of text.normalize('NFKC').toLowerCase()) onKey(key === '\u0003' || key === '\u0004' ? 'q' : key);
  };
  stdin.setEncoding('utf8').setRawMode(true).on('data', hear).resume();
  return () => {
    stdin.off('data', hear).setRawMode(false).pause();
  };
}
