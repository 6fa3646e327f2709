package sunstone.models.posterior.sampler;

/**
 * Normal numbers by counter: each is a function of (seed, stream, member, step, entry) alone. So a member is the same
 * however many there are, in whatever order or pieces they are computed.
 *
 * <p>Bits by SplitMix64 (Steele, Lea and Flood 2014), numbers by Box and Muller (1958).
 *
 * @param seed of all
 */
public record Noise(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Noise for another purpose. */
    public Noise stream(long number) {
        return new Noise(mix(mix(seed + GOLDEN) + GOLDEN * (number + 1)));
    }

    /** The normal numbers of a member's step. */
    public Field of(long member, long step) {
        return new Field(mix(mix(seed + GOLDEN * (member + 1)) + GOLDEN * (step + 1)));
    }

    /** A whole vector of normal numbers. */
    double[] vector(long member, long step, int size) {
        Field field = of(member, step);
        double[] z = new double[size];
        for (int i = 0; i < size; i++) {
            z[i] = field.at(i);
        }
        return z;
    }

    /** A number uniform in [0, 1). */
    public double uniform(long member, long step) {
        return unit(mix(of(member, step).key));
    }

    /** One normal number per entry. */
    public static final class Field {
        private final long key;

        private Field(long key) {
            this.key = key;
        }

        /** The number of an entry. */
        public double at(long entry) {
            double u = 1 - unit(mix(key + GOLDEN * (2 * entry + 1)));
            double v = unit(mix(key + GOLDEN * (2 * entry + 2)));
            return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
        }
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
