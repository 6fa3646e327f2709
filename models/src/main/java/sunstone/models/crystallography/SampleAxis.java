package sunstone.models.crystallography;

/** The sample axis whose crystal direction an inverse pole figure shows. */
public enum SampleAxis {
    /** First axis of the sample frame. */
    X(1, 0, 0),
    /** Second axis of the sample frame. */
    Y(0, 1, 0),
    /** Normal of the section. */
    Z(0, 0, 1);

    private final double x;
    private final double y;
    private final double z;

    SampleAxis(double x, double y, double z) {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    /** Writes the unit crystal direction of this axis, {@code q v q*}, to {@code out} at {@code io}. */
    public void inCrystal(double[] q, int iq, double[] out, int io) {
        Quaternions.rotate(q, iq, x, y, z, out, io);
    }
}
