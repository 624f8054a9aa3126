/** 编辑器：CodeMirror 6，只要用得着的几样。步骤 ①②③ 的一行加重，出错的一行有记号和话。 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { typescriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers, ViewPlugin, WidgetType, type DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Fault } from './model/diagnose.ts';

const setFault = StateEffect.define<Fault | undefined>();

class FaultNote extends WidgetType {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override toDOM(): HTMLElement {
    const note = document.createElement('div');
    note.className = 'lab-fault';
    note.setAttribute('role', 'alert');
    note.textContent = this.text;
    return note;
  }
}

/** 出错的一行：改了别处它跟着走，改了它自己就撤掉。 */
const faultField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) if (effect.is(setFault)) next = faultMarks(transaction.state, effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function faultMarks(state: EditorState, fault: Fault | undefined): DecorationSet {
  if (!fault) return Decoration.none;
  const line = state.doc.line(Math.min(Math.max(1, fault.line), state.doc.lines));
  const note = Decoration.widget({ widget: new FaultNote(`第 ${line.number} 行：${fault.text}`), block: true, side: 1 });
  return Decoration.set([Decoration.line({ class: 'lab-fault-line' }).range(line.from), note.range(line.to)]);
}

const steps = ViewPlugin.define(
  (view) => ({
    marks: stepMarks(view.state),
    update(update) {
      if (update.docChanged) this.marks = stepMarks(update.state);
    },
  }),
  { decorations: (plugin) => plugin.marks },
);

function stepMarks(state: EditorState): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (let number = 1; number <= state.doc.lines; number += 1) {
    const line = state.doc.line(number);
    if (/^\s*\/\/ [①-⑳]/.test(line.text)) marks.push(Decoration.line({ class: 'lab-step' }).range(line.from));
  }
  return Decoration.set(marks);
}

const ink = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--code-comment)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], fontWeight: '600' },
]);

export interface SourceEditor {
  text(): string;
  replace(text: string): void;
  point(fault: Fault | undefined): void;
  destroy(): void;
}

export function createEditor(parent: HTMLElement, text: string, label: string, onRun: () => void): SourceEditor {
  const extensions: Extension[] = [
    EditorView.contentAttributes.of({ 'aria-label': label }),
    lineNumbers(),
    history(),
    indentOnInput(),
    bracketMatching(),
    typescriptLanguage,
    syntaxHighlighting(ink),
    faultField,
    steps,
    keymap.of([{ key: 'Mod-Enter', run: () => (onRun(), true) }, ...defaultKeymap, ...historyKeymap]),
  ];
  const view = new EditorView({ parent, doc: text, extensions });
  return {
    text: () => view.state.doc.toString(),
    replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    point(fault) {
      view.dispatch({ effects: setFault.of(fault) });
      if (!fault) return;
      const line = view.state.doc.line(Math.min(fault.line, view.state.doc.lines));
      view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
    },
    destroy: () => view.destroy(),
  };
}
