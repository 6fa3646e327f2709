package sunstone.agent.cli;

import sunstone.connectors.format.SparsePoints;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.posterior.Posterior;

/**
 * A measured map whose open pixels were filled.
 *
 * @param map what the file of the points holds, and the estimate where it holds nothing
 * @param measured where the orientation is that of the file, shape [rows * cols]
 */
record Reconstruction(EbsdMap map, boolean[] measured) {
    /**
     * Fills the pixels that nobody measured with the mapped phase. Measured orientations, other phases, pixels measured
     * in vain, contrast, cells, space groups and origin stay those of the file.
     */
    static Reconstruction of(SparsePoints sparse, Posterior posterior) {
        EbsdMap file = sparse.map();
        byte[] phase = file.phase().clone();
        double[] q = file.quaternions().clone();
        boolean[] measured = new boolean[phase.length];
        for (int i = 0; i < phase.length; i++) {
            measured[i] = file.measured(i);
            if (!measured[i]) {
                phase[i] = (byte) sparse.phase().id();
                System.arraycopy(posterior.map().quaternions(), 4 * i, q, 4 * i, 4);
            }
        }
        EbsdMap whole = new EbsdMap(
                file.grid(),
                file.phases(),
                phase,
                q,
                file.quality(),
                file.notes(),
                file.crystals(),
                file.originXUm(),
                file.originYUm());
        return new Reconstruction(whole, measured);
    }
}
