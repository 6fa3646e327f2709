package sunstone.connectors.format.map;

/**
 * Bunge angles of a file that ought to be degrees: where none is above 2 pi and Phi above pi, they are radians. Where
 * none is above pi either they may be those of a single crystal that hardly is turned, and are taken for degrees.
 */
public final class DegreesSeen {
    /** Points of a map that tell; one single crystal of a job may lie that way. */
    public static final int OF_A_MAP = 3;

    private static final double SLACK = 0.01;

    private final int least;
    private int count;
    private double largest;
    private double largestPhi;
    private boolean fraction;

    /** @param least angles of so many points tell */
    public DegreesSeen(int least) {
        this.least = least;
    }

    public void take(double phi1, double capitalPhi, double phi2) {
        count++;
        largest = Math.max(largest, Math.max(Math.abs(phi1), Math.abs(phi2)));
        largestPhi = Math.max(largestPhi, Math.abs(capitalPhi));
        fraction |= phi1 != Math.rint(phi1) || capitalPhi != Math.rint(capitalPhi);
    }

    public void refuseRadians() throws MalformedFile {
        if (count >= least
                && fraction
                && largest > Math.PI
                && largest <= 2 * Math.PI + SLACK
                && largestPhi <= Math.PI + SLACK) {
            throw new MalformedFile("has no angle above " + (float) Math.max(largest, largestPhi)
                    + ": these are radians, needed are degrees");
        }
    }
}
