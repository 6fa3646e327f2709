package sunstone.models.polarizedlight;

/** Amplitudes against tilt, of canonical optics, inverted by table. */
public final class TiltTable {
    private static final int TABLE = 512;

    private final double[] two = new double[TABLE + 1];
    private final double[] four = new double[TABLE + 1];
    private final double[] mean = new double[TABLE + 1];

    public TiltTable() {
        UniaxialOptics model = UniaxialOptics.canonical();
        PlScaling scaling = PlScaling.canonical();
        double[] h = new double[PlImage.CHANNELS];
        for (int k = 0; k <= TABLE; k++) {
            double s = (double) k / TABLE;
            model.harmonicsOfAxis(Math.sqrt(s), 0, Math.sqrt(1 - s), h, 0);
            two[k] = Math.hypot(scaling.scale(1, h[1]), scaling.scale(2, h[2]));
            four[k] = Math.hypot(scaling.scale(3, h[3]), scaling.scale(4, h[4]));
            mean[k] = h[0];
        }
    }

    /** Logarithm of the exposure at which both amplitudes belong to one tilt. */
    public double logGain(double two, double four) {
        if (two < 1e-6 || four < 1e-6) {
            return 0;
        }
        int low = 1;
        int high = TABLE;
        while (low < high) { // the ratio grows with the tilt
            int mid = (low + high) / 2;
            if (this.four[mid] * two < four * this.two[mid]) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return Math.log(two / this.two[low]);
    }

    /** What the mean over a turn has beyond that amplitude, of a crystal with this amplitude of 4 omega. */
    public double floor(double amplitude) {
        int at = index(amplitude);
        return mean[at] - PlScaling.canonical().unscale(3, four[at]);
    }

    /** Mean over a turn that goes with an amplitude of 4 omega. */
    public double mean(double amplitude) {
        return mean[index(amplitude)];
    }

    private int index(double amplitude) {
        int low = 0;
        int high = TABLE;
        while (low < high) {
            int mid = (low + high) / 2;
            if (four[mid] < amplitude) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }
}
