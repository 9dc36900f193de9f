# An edge node on every client of a Nomad cluster, for a controller outside of it. Untested: no Nomad was at hand.
# The secret is what "controller token create --role node --uses 100" printed:
#   nomad var put nomad/jobs/processdistro-edge-node token=SECRET
#   nomad job run edge-nodes.nomad.hcl
job "processdistro-edge-node" {
  type = "system"

  group "node" {
    task "edge-node" {
      driver       = "docker"
      kill_timeout = "45s"

      config {
        image   = "processdistro:0.1.0"
        command = "/opt/processdistro/bin/edge-node"
        args = [
          "--controller", "controller.example:30000",
          "--max-tasks", "2",
          "--token-file", "${NOMAD_SECRETS_DIR}/token",
        ]
        cap_drop        = ["all"]
        readonly_rootfs = true
      }

      env {
        PROCESSDISTRO_STATE_DIR = "${NOMAD_ALLOC_DIR}/data"
        XDG_STATE_HOME          = "${NOMAD_ALLOC_DIR}/data"
      }

      template {
        data        = "{{ with nomadVar \"nomad/jobs/processdistro-edge-node\" }}{{ .token }}{{ end }}"
        destination = "secrets/token"
        perms       = "0400"
        uid         = 10001
      }

      resources {
        cpu    = 2000
        memory = 4096
      }
    }
  }
}
