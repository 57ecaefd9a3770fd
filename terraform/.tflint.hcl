# The rules that tflint carries itself; its AWS rules are a plugin, which needs the network.
plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Modules are parts of this repository, not published ones: a file is named after what is in it.
rule "terraform_standard_module_structure" {
  enabled = false
}
