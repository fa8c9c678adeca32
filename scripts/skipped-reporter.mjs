// A reporter of node:test that lists only what was skipped, and why.
export default async function* skippedReporter(source) {
  for await (const { type, data } of source) {
    if (type === "test:pass" && data.skip !== undefined)
      yield `${data.name}: ${data.skip === true ? "no reason" : data.skip}\n`;
  }
}
