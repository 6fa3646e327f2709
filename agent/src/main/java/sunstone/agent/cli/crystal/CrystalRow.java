package sunstone.agent.cli.crystal;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Map;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.Quaternions;

/** A row of a table given to {@code sunstone crystal}, read by column name. */
final class CrystalRow {
    static final List<String> EULER = List.of("phi1_deg", "Phi_deg", "phi2_deg");
    static final List<String> QUATERNION = List.of("qw", "qx", "qy", "qz");

    /** TSL writes 4 pi in every angle of a point that was not indexed. */
    private static final double NOT_INDEXED_DEG = 720;

    private final Map<String, Integer> columns;
    private final CsvRecord row;

    CrystalRow(Map<String, Integer> columns, CsvRecord row) {
        this.columns = columns;
        this.row = row;
    }

    boolean has(List<String> names) {
        return columns.keySet().containsAll(names);
    }

    String text(String column) {
        Integer at = columns.get(column);
        if (at == null || at >= row.getFieldCount()) {
            throw new IllegalArgumentException(
                    "row has " + row.getFieldCount() + " values, needed are " + columns.size());
        }
        return row.getField(at).strip();
    }

    /** A number that may be infinite or NaN: what takes it says what is allowed. */
    double number(String column) {
        String text = text(column);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " is not a number: \"" + text + "\"");
        }
    }

    double[] numbers(List<String> names) {
        double[] v = new double[names.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = number(names.get(i));
        }
        return v;
    }

    /** A quaternion from four columns, checked and normalised. */
    double[] quaternion(List<String> names) {
        double[] q = numbers(names);
        return Quaternions.require(q[0], q[1], q[2], q[3]);
    }

    /** Three Euler angles, degrees, checked. */
    double[] euler() {
        double[] e = numbers(EULER);
        EulerAngles.toQuaternionDeg(e[0], e[1], e[2], new double[4], 0);
        if (Math.abs(e[0] - NOT_INDEXED_DEG) + Math.abs(e[1] - NOT_INDEXED_DEG) + Math.abs(e[2] - NOT_INDEXED_DEG)
                < 1e-2) {
            throw new IllegalArgumentException("not indexed: every Euler angle is 720 degrees (4 pi)");
        }
        return e;
    }

    /** The orientation, from the quaternion if there is one, else from the Euler angles. */
    double[] orientation() {
        if (has(QUATERNION)) {
            return quaternion(QUATERNION);
        }
        double[] q = new double[4];
        double[] e = euler();
        EulerAngles.toQuaternionDeg(e[0], e[1], e[2], q, 0);
        return q;
    }

    /** Whether the table marks the row as a point that was not indexed: phase 0, or confidence -1. */
    boolean notIndexed() {
        return (columns.containsKey("phase") && number("phase") == 0)
                || (columns.containsKey("ci") && number("ci") <= -1);
    }
}
