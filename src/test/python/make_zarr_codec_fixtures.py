"""Writes zarr arrays of every data type, codec and layout that is read, and some that are not.

    pip install "zarr>=3.2"                        then python src/test/python/make_zarr_codec_fixtures.py
    pip install "zarr==2.18.*" "numcodecs<0.16"    then python src/test/python/make_zarr_codec_fixtures.py

The first writes zarr3.tar.gz into src/test/resources/zarr, the second zarr2.tar.gz: each a store whose arrays say by
the attribute "rule" which values they hold (`values` here, ZarrRule in the tests), by "fill" which one stands where
nothing was written, and by "written" in which rows something was. The arrays of the group refused/ say by "words" what
the message about them must hold.
"""

import gzip
import tarfile
import tempfile
import warnings
from pathlib import Path

import numcodecs
import numpy as np
import zarr

FOLDER = Path("src/test/resources/zarr")
NUMBERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
ROWS = 37
LARGE = 9_000  # Several blocks of Blosc.


def squares(count):
    i = np.arange(count, dtype="i8")
    return (i * i * 7 + 3 * i) % 1009 - 500


def values(rule, shape, dtype):
    count = int(np.prod(shape))
    if rule == "texts":
        flat = np.array([str(v) + "é" * (i % 3) for i, v in enumerate(squares(count))], dtype="O")
    elif rule == "words":
        flat = np.array([str(v) for v in squares(count)])
    elif rule == "booleans":
        flat = squares(count) % 3 == 0
    elif rule == "eighths":
        flat = squares(count) / 8
    elif rule == "noise":
        flat = (np.arange(count, dtype="u8") * 2654435761 % 2**32).astype("u4")
    else:
        flat = squares(count)
    if np.dtype(dtype).kind in "iu":
        flat = flat.astype("i8")
    return flat.astype(dtype).reshape(shape)


def rule_of(dtype):
    return {"b": "booleans", "f": "eighths", "O": "texts", "U": "words", "S": "words", "T": "texts"}.get(
        np.dtype(dtype).kind, "squares"
    )


def packed(write, name):
    """Whoever packs the same bytes again gets the same file."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (
            open(FOLDER / name, "wb") as raw,
            gzip.GzipFile("", "wb", 9, raw, mtime=0) as zipped,
            tarfile.open(fileobj=zipped, mode="w") as out,
        ):
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    entry = tarfile.TarInfo(str(path.relative_to(folder)))
                    entry.size = path.stat().st_size
                    out.addfile(entry, path.open("rb"))


# --- version 3


def write3(folder):
    from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec
    from zarr.codecs import numcodecs as wrapped

    root = zarr.open_group(folder, mode="w", zarr_format=3)

    def put(name, dtype, shape, chunks, *, rule=None, written=None, group=root, **how):
        array = group.create_array(name, shape=shape, dtype=dtype, chunks=chunks, **how)
        rule = rule or rule_of(dtype)
        data = values(rule, shape, dtype if np.dtype(dtype).kind != "T" else "O")
        array.attrs["rule"] = rule
        if written is None:
            array[...] = data
        else:
            array[written[0] : written[1]] = data[written[0] : written[1]]
            array.attrs["written"] = written
            array.attrs["fill"] = str(how.get("fill_value", 0))
        return array

    for dtype in [*NUMBERS, "?"]:
        put(f"types/{np.dtype(dtype).name}", dtype, ROWS, 10)
        put(f"types/{np.dtype(dtype).name}_2d", dtype, (ROWS, 7), (10, 3))
        put(f"types/{np.dtype(dtype).name}_big", dtype, ROWS, 10, serializer=BytesCodec(endian="big"))
    put("types/string", np.dtypes.StringDType(), ROWS, 10)
    put("types/utf32", "<U6", ROWS, 10)
    put("types/utf32_big", "<U6", ROWS, 10, serializer=BytesCodec(endian="big"))
    put("types/bytes", "S6", ROWS, 10)
    put("types/single", "f4", (), ())

    codecs = {
        "none": None,
        "zstd": ZstdCodec(level=3),
        "zstd_checksum": ZstdCodec(level=1, checksum=True),
        "gzip": GzipCodec(level=5),
        "crc32c": Crc32cCodec(),
        "zstd_crc32c": [ZstdCodec(), Crc32cCodec()],
        "gzip_zstd": [GzipCodec(), ZstdCodec()],
        "numcodecs_zlib": wrapped.Zlib(level=3),
        "numcodecs_lz4": wrapped.LZ4(),
        "numcodecs_gzip": wrapped.GZip(),
        "numcodecs_zstd": wrapped.Zstd(),
        "numcodecs_blosc": wrapped.Blosc(cname="lz4", clevel=5, shuffle=1),
        "numcodecs_shuffle": [wrapped.Shuffle(elementsize=4), ZstdCodec()],
        "numcodecs_crc32": wrapped.CRC32(),
        "numcodecs_crc32c": wrapped.CRC32C(),
        "numcodecs_adler32": wrapped.Adler32(),
    }
    for name, codec in codecs.items():
        put(f"codecs/{name}", "f4", (ROWS, 7), (10, 7), compressors=codec)
        if name != "numcodecs_shuffle":
            put(f"codecs/{name}_string", np.dtypes.StringDType(), ROWS, 10, compressors=codec)
    for cname in ["lz4", "lz4hc", "zstd", "zlib", "blosclz"]:
        for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
            for dtype in ["i4", "i2", "u1"]:
                put(
                    f"blosc/{cname}_{shuffle}_{dtype}",
                    dtype,
                    LARGE + 3,
                    LARGE + 3,
                    compressors=BloscCodec(cname=cname, clevel=5, shuffle=shuffle, typesize=np.dtype(dtype).itemsize),
                )
    for length in [1, 5, 31, 127, 128, 129, 1021]:
        put(
            f"blosc/length_{length}",
            "f8",
            length,
            length,
            compressors=BloscCodec(cname="lz4", shuffle="bitshuffle", typesize=8),
        )
    put(
        "blosc/noise",
        "u4",
        LARGE // 4,
        LARGE // 4,
        rule="noise",
        compressors=BloscCodec(cname="lz4", shuffle="noshuffle", typesize=4),
    )
    put(
        "blosc/level_0",
        "u4",
        LARGE,
        LARGE,
        compressors=BloscCodec(cname="lz4", clevel=0, shuffle="shuffle", typesize=4),
    )

    for name, encoding in {
        "slash": {"name": "default", "separator": "/"},
        "dot": {"name": "default", "separator": "."},
        "v2_dot": {"name": "v2", "separator": "."},
        "v2_slash": {"name": "v2", "separator": "/"},
    }.items():
        put(f"keys/{name}", "f4", (ROWS, 7), (10, 3), chunk_key_encoding=encoding)
        put(f"keys/{name}_1d", "f4", ROWS, 10, chunk_key_encoding=encoding)
        put(f"keys/{name}_single", "f4", (), (), chunk_key_encoding=encoding)

    put("order/transposed", "f4", (ROWS, 7), (10, 3), filters=TransposeCodec(order=(1, 0)))
    put("order/transposed_1d", "f4", ROWS, 10, filters=TransposeCodec(order=(0,)))
    put("order/transposed_plain", "f4", (ROWS, 7), (10, 3), filters=TransposeCodec(order=(1, 0)), compressors=None)

    put("shards/one", "f4", (ROWS, 7), (5, 7), shards=(40, 7))
    put("shards/several", "f4", (ROWS, 7), (5, 3), shards=(10, 6))
    put("shards/plain", "f4", (ROWS, 7), (5, 7), shards=(20, 7), compressors=None)
    put("shards/string", np.dtypes.StringDType(), ROWS, 5, shards=20)
    put("shards/transposed", "f4", (ROWS, 7), (5, 3), shards=(10, 6), filters=TransposeCodec(order=(1, 0)))
    put("shards/holes", "f4", (60, 7), (5, 7), shards=(20, 7), written=[10, 25], fill_value=-1.5)
    for location in ["start", "end"]:
        for index in [[BytesCodec(), Crc32cCodec()], [BytesCodec()], [BytesCodec(endian="big"), Crc32cCodec()]]:
            sharding = ShardingCodec(
                chunk_shape=(5, 7), codecs=[BytesCodec(), ZstdCodec()], index_codecs=index, index_location=location
            )
            name = f"{location}_{len(index)}_{index[0].endian}"
            put(f"shards/{name}", "f4", (ROWS, 7), (20, 7), serializer=sharding, compressors=None)
    nested = ShardingCodec(chunk_shape=(5, 7), codecs=[BytesCodec(), ZstdCodec()])
    outer = ShardingCodec(chunk_shape=(10, 7), codecs=[nested])
    put("shards/nested", "f4", (ROWS, 7), (20, 7), serializer=outer, compressors=None)
    put("shards/compressed", "f4", (ROWS, 7), (20, 7), serializer=nested, compressors=ZstdCodec())

    fills = {
        "f4": [np.nan, np.inf, -np.inf, 1.5],
        "f2": [-0.25, 1e-6],
        "f8": [np.nan, -2.75],
        "i8": [-7],
        "u8": [2**64 - 1],
        "u1": [9],
        "?": [True],
    }
    for dtype, all_of_type in fills.items():
        for fill in all_of_type:
            put(f"fill/{np.dtype(dtype).name}_{fill}", dtype, 30, 10, written=[10, 15], fill_value=fill)
    put("fill/string_none", np.dtypes.StringDType(), 30, 10, written=[10, 15], fill_value="none")
    put("fill/utf32_none", "<U6", 30, 10, written=[10, 15], fill_value="none")
    put("fill/bytes_none", "S6", 30, 10, written=[10, 15], fill_value=b"none").attrs["fill"] = "none"
    put("fill/nothing", "f4", (30, 2), (10, 2), written=[0, 0], fill_value=0.5)
    put("empty/rows", "f4", (0, 5), (1, 5))
    put("empty/columns", "f4", (5, 0), (5, 1))

    write_version2(zarr.open_group(folder / "old", mode="w", zarr_format=2), put)
    refused(root, wrapped)
    zarr.consolidate_metadata(folder, zarr_format=3)


def write_version2(old, put):
    """As zarr-python 3 writes version 2: a store of its own within the folder."""
    for dtype in ["i4", ">f8", "?", "u2"]:
        put(f"types/{np.dtype(dtype).name}", dtype, ROWS, 10, group=old)
    put("types/string", np.dtypes.StringDType(), ROWS, 10, group=old)
    put("types/holes", "f4", (30, 3), (10, 2), group=old, written=[10, 15], fill_value=np.nan)


def refused(root, wrapped):
    def bad(name, words, dtype="f4", **how):
        array = root.create_array(
            f"refused/{name}",
            shape=(4, 3) if "shape" not in how else how.pop("shape"),
            dtype=dtype,
            chunks="auto",
            **how,
        )
        array.attrs["words"] = words

    bad("bz2", "the codec 'bz2', which is not read", compressors=wrapped.BZ2())
    bad("lzma", "the codec 'lzma', which is not read", compressors=wrapped.LZMA())
    bad("delta", "the codec 'delta'", filters=wrapped.Delta(dtype="<f4"))
    bad(
        "fixedscaleoffset",
        "the codec 'fixedscaleoffset'",
        filters=wrapped.FixedScaleOffset(offset=0, scale=1, dtype="<f4"),
    )
    bad("bitround", "the codec 'bitround'", filters=wrapped.BitRound(keepbits=5))
    bad("fletcher32", "the codec 'fletcher32'", compressors=wrapped.Fletcher32())
    bad("complex", 'values of the type "complex64"', dtype="c8")
    bad("dates", 'values of the type {"name":"numpy.datetime64"', dtype="M8[s]")
    bad("cube", "has 3 dimensions", shape=(2, 2, 2))


# --- version 2


def write2(folder):
    root = zarr.open_group(str(folder), mode="w")

    def put(name, dtype, shape, chunks, *, rule=None, written=None, **how):
        rule = rule or rule_of(dtype)
        array = root.create_dataset(name, shape=shape, dtype=dtype, chunks=chunks, **how)
        data = values(rule, shape, dtype)
        array.attrs["rule"] = rule
        if written is None:
            array[...] = data
        else:
            array[written[0] : written[1]] = data[written[0] : written[1]]
            array.attrs["written"] = written
            array.attrs["fill"] = str(how.get("fill_value", 0))
        return array

    for kind in NUMBERS:
        for order in "<>" if kind[1] != "1" else "|":
            put(f"types/{kind}_{'big' if order == '>' else 'little'}", order + kind, (ROWS, 7), (10, 3))
    put("types/bool", "|b1", ROWS, 10)
    put("types/string", "O", ROWS, 10, object_codec=numcodecs.VLenUTF8())
    put("types/utf32", "<U6", ROWS, 10)
    put("types/utf32_big", ">U6", ROWS, 10)
    put("types/bytes", "|S6", ROWS, 10)
    put("types/single", "<f4", (), ())

    codecs = {
        "none": None,
        "zstd": numcodecs.Zstd(),
        "gzip": numcodecs.GZip(),
        "zlib": numcodecs.Zlib(),
        "lz4": numcodecs.LZ4(),
        "blosc": numcodecs.Blosc(),
        "crc32": numcodecs.CRC32(),
        "adler32": numcodecs.Adler32(),
    }
    for name, codec in codecs.items():
        put(f"codecs/{name}", "<f4", (ROWS, 7), (10, 7), compressor=codec)
        put(f"codecs/{name}_string", "O", ROWS, 10, compressor=codec, object_codec=numcodecs.VLenUTF8())
    put("codecs/shuffle", "<f4", (ROWS, 7), (10, 7), filters=[numcodecs.Shuffle(4)], compressor=numcodecs.Zstd())
    for shuffle in [numcodecs.Blosc.NOSHUFFLE, numcodecs.Blosc.SHUFFLE, numcodecs.Blosc.BITSHUFFLE]:
        for cname in ["lz4", "zstd", "zlib", "blosclz"]:
            for block in [0, 4096]:
                blosc = numcodecs.Blosc(cname=cname, shuffle=shuffle, blocksize=block)
                put(f"blosc/{cname}_{shuffle}_{block}", "<i4", LARGE + 3, LARGE + 3, compressor=blosc)
    put("blosc/noise", "<u4", LARGE // 4, LARGE // 4, rule="noise", compressor=numcodecs.Blosc())
    put("blosc/texts", "O", LARGE // 4, LARGE // 4, compressor=numcodecs.Blosc(), object_codec=numcodecs.VLenUTF8())

    put("keys/slash", "<f4", (ROWS, 7), (10, 3), dimension_separator="/")
    put("keys/dot", "<f4", (ROWS, 7), (10, 3), dimension_separator=".")
    put("order/columns", "<f4", (ROWS, 7), (10, 3), order="F")
    put("order/columns_plain", "<f4", (ROWS, 7), (10, 3), order="F", compressor=None)
    put("order/columns_1d", "<f4", ROWS, 10, order="F", compressor=None)

    for dtype, fill in {"<f4": np.nan, "<f8": -np.inf, "<i2": -3, "|b1": True, "<U6": "none"}.items():
        put(f"fill/{np.dtype(dtype).name}", dtype, 30, 10, written=[10, 15], fill_value=fill)
    put("fill/bytes", "|S6", 30, 10, written=[10, 15], fill_value=b"none").attrs["fill"] = "none"
    put("fill/string", "O", 30, 10, written=[10, 15], fill_value="none", object_codec=numcodecs.VLenUTF8())
    put("fill/null", "<f4", 30, 10, written=[0, 30], fill_value=None)
    put("empty/rows", "<f4", (0, 5), (1, 5))

    for name, words, how in [
        ("delta", "the codec 'delta'", {"filters": [numcodecs.Delta("<i4")], "dtype": "<i4"}),
        (
            "scale",
            "the codec 'fixedscaleoffset'",
            {"filters": [numcodecs.FixedScaleOffset(0, 1, "<f4")], "dtype": "<f4"},
        ),
        ("bz2", "the codec 'bz2'", {"compressor": numcodecs.BZ2(), "dtype": "<f4"}),
        ("pickle", "the filter 'pickle'", {"object_codec": numcodecs.Pickle(), "dtype": "O"}),
        ("json", "the filter 'json2'", {"object_codec": numcodecs.JSON(), "dtype": "O"}),
        ("bytes", "the filter 'vlen-bytes'", {"object_codec": numcodecs.VLenBytes(), "dtype": "O"}),
        ("record", "values of the type [[", {"dtype": [("a", "<i4"), ("b", "<f4")]}),
        ("dates", 'values of the type "<M8[s]"', {"dtype": "<M8[s]"}),
    ]:
        root.create_dataset(f"refused/{name}", shape=4, chunks=4, **how).attrs["words"] = words
    zarr.consolidate_metadata(str(folder))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if zarr.__version__.startswith("2."):
        packed(write2, "zarr2.tar.gz")
    else:
        packed(write3, "zarr3.tar.gz")
