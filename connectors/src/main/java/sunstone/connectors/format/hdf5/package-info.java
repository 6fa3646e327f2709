/**
 * EBSD files in HDF5: EDAX, Oxford, Bruker and DREAM.3D, told apart by what is in them. It uses
 * {@link sunstone.connectors.format.map} and is used by {@link sunstone.connectors.format.EbsdMaps} only. Start at
 * {@link sunstone.connectors.format.hdf5.Hdf5Reader}.
 */
@NullMarked
package sunstone.connectors.format.hdf5;

import org.jspecify.annotations.NullMarked;
