package sunstone.connectors.format.map;

import java.util.Arrays;

/**
 * One coordinate of all points of a file.
 *
 * @param least smallest value, micrometres
 * @param most largest value, micrometres
 * @param distinct number of values that are not one to the digits of the file
 * @param step smallest distance of two of them, micrometres; 0 if there is one value
 */
record Axis(double least, double most, int distinct, double step) {
    /** Part of the range by which two values may differ and be one: rounded coordinates, drifted stages. */
    private static final double ONE = 0.1;

    static Axis of(float[] values, int count) {
        float[] v = Arrays.copyOf(values, count);
        Arrays.sort(v);
        double range = (double) v[count - 1] - v[0];
        double digits = 4e-5 * Math.max(Math.abs(v[0]), Math.abs(v[count - 1])) + 1e-6 * range;
        double widest = 0;
        for (int i = 1; i < count; i++) {
            widest = Math.max(widest, (double) v[i] - v[i - 1]);
        }
        double gap = Math.max(Math.min(digits, widest / 2), ONE * smallestStep(v, widest));
        int distinct = 1;
        double step = 0;
        double last = v[0];
        for (int i = 1; i < count; i++) {
            if (v[i] - (double) v[i - 1] > gap) {
                double d = v[i] - last;
                step = step == 0 ? d : Math.min(step, d);
                last = v[i];
                distinct++;
            }
        }
        return new Axis(v[0], v[count - 1], distinct, step);
    }

    /** The smallest gap that is no mere scatter: at least a twentieth of the widest. */
    private static double smallestStep(float[] sorted, double widest) {
        double least = widest;
        for (int i = 1; i < sorted.length; i++) {
            double d = (double) sorted[i] - sorted[i - 1];
            least = d >= widest / 20 ? Math.min(least, d) : least;
        }
        return least;
    }

    double range() {
        return most - least;
    }

    /** Whether the values reach over all places of a header. */
    boolean spans(int places, double headerStep) {
        return Math.abs(range() - (places - 1) * headerStep) < 0.5 * headerStep;
    }

    /** Number of places along the axis: the header's where the values span them, else that of the distinct values. */
    int places(int headerPlaces, double headerStep) {
        return headerPlaces > 0 && headerStep > 0 && spans(headerPlaces, headerStep) ? headerPlaces : distinct;
    }
}
