package sunstone.agent.policy;

/** Counter-based randomness: a value per (seed, counter), whatever was drawn before. */
public final class Hash {
    private Hash() {}

    /** SplitMix64's finaliser (Steele, Lea and Flood 2014) over a Weyl sequence. */
    public static long mix(long seed, long counter) {
        long z = seed * 0xD1B54A32D192ED03L + (counter + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    public static double unit(long seed, long counter) {
        return (mix(seed, counter) >>> 11) * 0x1p-53;
    }
}
