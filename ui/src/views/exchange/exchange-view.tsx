import { useState } from 'react';
import { CodeEditor } from '../common/code-editor.js';
import { CodeView } from '../common/code-view.js';

export function ExchangeView({ seq }: { seq: number; compareWith: number | null }) {
  const [text, setText] = useState('{"a": 1, "b": "x\u202ey\r\\n<img src=x onerror=alert(1)>",\r\n "c": [true, null]}');
  const long = `{"a":"${'x'.repeat(1_000_000)}"}`;
  return (
    <main>
      {seq}
      <CodeEditor value={text} onChange={setText} language="json" label="Body" />
      <button type="button" onClick={() => setText('{"other": 2}')}>Set</button>
      <output>{JSON.stringify(text)}</output>
      <CodeView value={text} language="json" label="Reading" />
      <CodeView value={long} language="json" label="Long" />
    </main>
  );
}
