/**
 * Where to measure next; start at {@link sunstone.agent.policy.AcquisitionPolicy}, find them by name in {@link
 * sunstone.agent.policy.Policies}. Every policy is a pure function: no clock, no I/O, no state between calls.
 */
@NullMarked
package sunstone.agent.policy;

import org.jspecify.annotations.NullMarked;
