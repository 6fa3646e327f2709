package sunstone.models.posterior.ensemble;

/**
 * Work that a sampler gave its network: the cost of rounds, whatever else the machine has to do.
 *
 * @param tilesDrawn parts of maps that went through the network, of some members together; a map that is drawn whole is
 *     one
 * @param tilesKept parts that were as before
 * @param pixels that went through the network, once a pass and member
 */
public record NetworkWork(long tilesDrawn, long tilesKept, long pixels) {
    /** Work since an earlier count. */
    public NetworkWork since(NetworkWork before) {
        return new NetworkWork(tilesDrawn - before.tilesDrawn, tilesKept - before.tilesKept, pixels - before.pixels);
    }

    /** This and one part more that went through the network. */
    NetworkWork andDrawn(long morePixels) {
        return new NetworkWork(tilesDrawn + 1, tilesKept, pixels + morePixels);
    }

    /** This and one part more that was as before. */
    NetworkWork andKept() {
        return new NetworkWork(tilesDrawn, tilesKept + 1, pixels);
    }
}
