package sunstone.connectors.format.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/**
 * Groups, numbers and texts of an HDF5 file, with limits. Names are compared without case and without the blanks that EDAX
 * puts before some. Nothing is followed but the path that is asked for, so that no depth or loop of groups matters.
 */
final class Hdf5 {
    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_CHILDREN = 10_000;

    private Hdf5() {}

    /** The child of a name, or null. */
    static @Nullable Node child(Group group, String name) throws MalformedFile {
        Map<String, Node> children = children(group);
        Node exact = children.get(name);
        if (exact != null) {
            return exact;
        }
        String plain = plain(name);
        for (Map.Entry<String, Node> e : children.entrySet()) {
            if (plain(e.getKey()).equals(plain)) {
                return e.getValue();
            }
        }
        return null;
    }

    static Map<String, Node> children(Group group) throws MalformedFile {
        Map<String, Node> children = group.getChildren();
        if (children.size() > MOST_CHILDREN) {
            throw new MalformedFile("has " + children.size() + " entries in " + TextLines.shortened(group.getPath())
                    + ", allowed are " + MOST_CHILDREN);
        }
        return children;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** The group at a path, or nothing. */
    static Optional<Group> find(Group from, String... path) throws MalformedFile {
        Group group = from;
        for (String name : path) {
            if (!(child(group, name) instanceof Group next)) {
                return Optional.empty();
            }
            group = next;
        }
        return Optional.of(group);
    }

    /** The group at a path, which must be there. */
    static Group group(Group from, String... path) throws MalformedFile {
        return find(from, path)
                .orElseThrow(() -> new MalformedFile(
                        "has no group " + String.join("/", path) + " in " + TextLines.shortened(from.getPath())));
    }

    /** All numbers of the first of several names that is there, or null if none is. */
    static float @Nullable [] numbersIf(Group group, int most, String... names) throws MalformedFile {
        for (String name : names) {
            if (child(group, name) instanceof Dataset d) {
                return numbers(d, most);
            }
        }
        return null;
    }

    /** All numbers of the first of several names that is there. */
    static float[] numbers(Group group, int most, String... names) throws MalformedFile {
        float[] v = numbersIf(group, most, names);
        if (v == null) {
            throw new MalformedFile("has no " + names[0] + " in " + TextLines.shortened(group.getPath()) + ", it has "
                    + TextLines.shortened(String.join(", ", children(group).keySet())));
        }
        return v;
    }

    static float[] numbers(Dataset d, int most) throws MalformedFile {
        long size = d.getSize();
        if (size < 0 || size > most) {
            throw new MalformedFile(
                    "has " + size + " numbers in " + TextLines.shortened(d.getPath()) + ", allowed are " + most);
        }
        ChunkLimits.check(d);
        return floats(d.getDataFlat());
    }

    private static float[] floats(Object data) throws MalformedFile {
        if (data instanceof float[] f) {
            return f;
        }
        if (data instanceof Number n) {
            return new float[] {n.floatValue()};
        }
        if (data instanceof BigInteger[] b) {
            float[] v = new float[b.length];
            for (int i = 0; i < v.length; i++) {
                v[i] = b[i].floatValue();
            }
            return v;
        }
        if (!data.getClass().isArray() || !data.getClass().getComponentType().isPrimitive()) {
            throw new MalformedFile("has " + data.getClass().getSimpleName() + " where numbers are needed");
        }
        float[] v = new float[Array.getLength(data)];
        for (int i = 0; i < v.length; i++) {
            v[i] = data instanceof int[] n
                    ? n[i]
                    : data instanceof byte[] c
                            ? c[i]
                            : data instanceof double[] d
                                    ? (float) d[i]
                                    : Array.get(data, i) instanceof Number n ? n.floatValue() : Float.NaN;
        }
        return v;
    }

    /** The first number of a name, or another if it is not there. */
    static double number(Group group, double otherwise, String... names) throws MalformedFile {
        float[] v = numbersIf(group, 1000, names);
        return v == null || v.length == 0 ? otherwise : Double.parseDouble(Float.toString(v[0]));
    }

    /** A whole number that must be there. */
    static int whole(Group group, int least, int most, String... names) throws MalformedFile {
        double v = number(group, Double.NaN, names);
        if (v == Math.rint(v) && v >= least && v <= most) {
            return (int) v;
        }
        throw new MalformedFile("has " + names[0] + " " + v + " in " + TextLines.shortened(group.getPath())
                + ", needed is " + least + " to " + most);
    }

    /** The text of a name, empty if there is none. */
    static String text(Group group, String... names) throws MalformedFile {
        for (String name : names) {
            if (child(group, name) instanceof Dataset d && d.getSize() <= 1 && d.getSizeInBytes() <= MOST_TEXT) {
                ChunkLimits.check(d);
                return text(d.getData());
            }
        }
        return "";
    }

    /** Texts of a list of them. */
    static List<String> texts(Group group, int most, String name) throws MalformedFile {
        if (child(group, name) instanceof Dataset d && d.getSize() <= most && d.getSizeInBytes() <= MOST_TEXT) {
            ChunkLimits.check(d);
            Object data = d.getDataFlat();
            return data instanceof String[] s ? List.of(s) : List.of();
        }
        return List.of();
    }

    private static String text(Object data) {
        if (data instanceof String s) {
            return s.strip();
        }
        if (data instanceof String[] s && s.length > 0) {
            return s[0].strip();
        }
        Object first = data.getClass().isArray() && Array.getLength(data) > 0 ? Array.get(data, 0) : data;
        return first instanceof Number n ? n.toString() : "";
    }

    /** The numbers of an attribute, empty if there is none. */
    static float[] attribute(Node node, String name) throws MalformedFile {
        Attribute a = node.getAttributes().get(name);
        return a == null || a.getSize() > 100 ? new float[0] : floats(a.getData());
    }

    /** The text of an attribute, empty if there is none. */
    static String attributeText(Node node, String name) {
        Attribute a = node.getAttributes().get(name);
        return a == null || a.getSize() > 1 ? "" : text(a.getData());
    }
}
