package sunstone.models.prior.network;

/** The denoisers that are trained here. */
public enum Architecture {
    /** {@link Network}: takes what was observed. */
    OBSERVING(true) {
        @Override
        public <T> T predict(NetworkOps<T> o, T sample, T time, T observed, T mask) {
            return Network.predict(o, sample, time, observed, mask);
        }
    },
    /** {@link JointNetwork}: the sample alone. */
    JOINT(false) {
        @Override
        public <T> T predict(NetworkOps<T> o, T sample, T time, T observed, T mask) {
            return JointNetwork.predict(o, sample, time);
        }
    };

    private final boolean observes;

    Architecture(boolean observes) {
        this.observes = observes;
    }

    /** Whether the network takes observations. */
    public boolean observes() {
        return observes;
    }

    /** Estimate of x_0, shape [N, 8, H, W]; what was observed is not looked at by a network that takes none. */
    public abstract <T> T predict(NetworkOps<T> o, T sample, T time, T observed, T mask);
}
