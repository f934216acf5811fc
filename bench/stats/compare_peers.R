# The peers in R, where Rscript is there: compare_peers.R TASK FOLDER prints the same line for the same task on the same files.
words <- commandArgs(TRUE)
task <- words[1]
rows <- read.csv(file.path(words[2], "rows.csv"))
once <- function(peer, run) {
  seconds <- system.time(answer <- run())[["elapsed"]]
  status <- readLines("/proc/self/status")
  peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", status, value = TRUE))) / 1024
  cat(task, peer, nrow(rows), sprintf("%.4f", seconds), sprintf("%.0f", peak), sprintf("%.6f", answer), sep = "\t")
  cat("\n")
}
names <- paste0("x", 0:9)
if (task == "cox") {
  library(survival)
  formula <- reformulate(names, "Surv(time, event)")
  once("R survival", function() coxph(formula, rows)$loglik[2])
} else if (task == "ordinal") {
  library(ordinal)
  rows$level <- factor(rows$level, ordered = TRUE)
  once("R ordinal", function() clm(reformulate(names, "level"), data = rows)$logLik)
}
