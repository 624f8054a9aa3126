/** 一段没有颜色的文字在终端里占几列：汉字和全角标点占两列，附在前一个字上的符号不占。 */
import { eastAsianWidth } from 'get-east-asian-width';

const takesNoRoom = /^[\p{Mark}\p{Cf}]$/u;

export function widthOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x7f) columns += 1;
    else if (!takesNoRoom.test(character)) columns += eastAsianWidth(code);
  }
  return columns;
}
