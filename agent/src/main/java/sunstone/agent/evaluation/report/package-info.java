/**
 * The report of an evaluation: {@code report.json}, tables, charts and one HTML page. It uses the metrics and the
 * pictures and runs nothing itself. Start at {@link sunstone.agent.evaluation.report.EvaluationReport}, what the
 * report holds, then {@link sunstone.agent.evaluation.report.Report}, which writes it.
 */
@NullMarked
package sunstone.agent.evaluation.report;

import org.jspecify.annotations.NullMarked;
