package sunstone.agent.policy.rule;

import java.math.BigDecimal;
import java.math.MathContext;

/** Figures in reasons: three significant digits, and no more zeros than a reader can count. */
final class Figure {
    private static final MathContext DIGITS = new MathContext(3);
    private static final double LEAST = 0.001;

    private Figure() {}

    /** A figure that is at least 0, in words if it is too small to matter. */
    static String of(double value) {
        return value < LEAST ? "<0.001" : new BigDecimal(value, DIGITS).toPlainString();
    }
}
