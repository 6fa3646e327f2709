package sunstone.agent.scan;

/**
 * Outcome of a decision or a control of an operator.
 *
 * @param taken whether it has an effect
 * @param text which effect, or why it has none, for the operator
 */
public record Answer(boolean taken, String text) {}
