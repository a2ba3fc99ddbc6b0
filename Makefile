# For fingers that type make. Everything is in ./run.
.PHONY: serve test check bench words
serve test check bench words:
	@./run $@
