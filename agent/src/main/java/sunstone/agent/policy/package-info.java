/**
 * Where to measure next, every policy a pure function: no clock, no I/O, no state between calls. It uses the models
 * only. Start at {@link sunstone.agent.policy.AcquisitionPolicy} and find them by name in {@link
 * sunstone.agent.policy.rule.Policies}.
 */
@NullMarked
package sunstone.agent.policy;

import org.jspecify.annotations.NullMarked;
