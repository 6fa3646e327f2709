/**
 * The rules that choose points: this product's own ({@code expected-gain}), the classical ones that it falls back on
 * and must never do worse than, those of the literature for comparison, and what is mixed into a batch beside them
 * (second looks, spot checks). A rule is one class and one line of {@link sunstone.agent.policy.rule.Policies}, where
 * to start. They use the contract in {@link sunstone.agent.policy} and the models, nothing else.
 */
@NullMarked
package sunstone.agent.policy.rule;

import org.jspecify.annotations.NullMarked;
