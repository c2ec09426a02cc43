// @ts-check
// dependency-cruiser walks swc's tree with a visitor that does not know `using` and throws at it. Taught here, for the process:
// a `using` declaration is walked like any other declaration. A seed shows that an import inside one is seen.
import swcVisitor from '@swc/core/Visitor.js';

/** @typedef {{ type: string, decls?: unknown[] }} Statement */
/** @typedef {{ visitStatement(statement: Statement): Statement, visitVariableDeclarators(declarators: unknown[]): unknown[] }} Walker */

const walker = /** @type {Walker} */ (/** @type {unknown} */ (swcVisitor.Visitor.prototype));
const visitKnownStatement = walker.visitStatement;

walker.visitStatement = function visitStatement(statement) {
  if (statement.type !== 'UsingDeclaration') return visitKnownStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls || []);
  return statement;
};
