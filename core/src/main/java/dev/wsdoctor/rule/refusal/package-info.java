/// What mends a file that nginx refuses: kinds of mends, each with what it looks for, in one table
/// ([SyntaxMends]), and the search that tries them ([SeveralRefusals]).
@NullMarked
package dev.wsdoctor.rule.refusal;

import org.jspecify.annotations.NullMarked;
